/* What the table library is told: what a column holds is its class (templates/parts.html.j2). */
"use strict";
const dark = matchMedia("(prefers-color-scheme: dark)");
const followTheme = () => document.documentElement.classList.toggle("dark", dark.matches);
dark.addEventListener("change", followTheme);
followTheme();

function makeSortable(table) {
  const rows = Number(table.dataset.rows);
  const paged = table.tBodies[0].rows.length > rows;
  const filter = { extend: "dropdown", icon: "search", text: "Filter", content: ["searchList"] };
  new DataTable(table, {
    autoWidth: false,
    columnDefs: [{ targets: "choice", columnControl: [filter] }],
    language: {
      info: paged ? "Rows _START_ to _END_ of _TOTAL_" : "_TOTAL_ rows",
      infoFiltered: "(of _MAX_)",
      search: "",
      searchPlaceholder: "Search all columns",
    },
    layout: { topStart: "info", topEnd: "search", bottomStart: null, bottomEnd: paged ? "paging" : null },
    order: [],
    orderFixed: "fixed" in table.dataset ? [0, "asc"] : null,
    pageLength: rows,
    paging: paged,
  });
}

/* what is folded away is made when it is first opened: eight long tables would delay the page */
for (const table of document.querySelectorAll("table.sortable")) {
  const folded = table.closest("details:not([open])");
  if (folded) folded.addEventListener("toggle", () => makeSortable(table), { once: true });
  else makeSortable(table);
}
