"""The files that systems export, made of the village's houses: for agencies whose system has no interface.

`facts` are the houses, people and leases in no vendor's words, `lists` the headings of each system's lists, `files` how they
are written down."""
