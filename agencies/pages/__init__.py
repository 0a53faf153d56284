"""The pages about an agency and its people, and what every page of the site needs: who looks, and for which agency."""
