// The mapping bench, where a step gets no row for an answer: it is said above the rows.

for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
  document.addEventListener(trouble, () => {
    const told = document.getElementById("bench-trouble");
    told.textContent = "That did not go through. Load the page again to see how the row stands, and try once more.";
    told.focus();
  });
}
