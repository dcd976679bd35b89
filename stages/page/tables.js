/* What the table library is told: what a column holds is its class (templates/parts.html.j2). */
"use strict";
const dark = matchMedia("(prefers-color-scheme: dark)");
const followTheme = () => document.documentElement.classList.toggle("dark", dark.matches);
dark.addEventListener("change", followTheme);
followTheme();

function makeSortable(table) {
  const rows = Number(table.dataset.rows);
  const paged = table.tBodies[0].rows.length > rows;
  const sorted = [...table.tHead.rows[0].cells].findIndex((cell) => cell.matches(".sorted"));
  const filter = { extend: "dropdown", icon: "search", text: "Filter", content: ["searchList"] };
  new DataTable(table, {
    autoWidth: false,
    columnDefs: [
      { targets: "choice", columnControl: [filter] },
      { targets: ["number", "span"], orderSequence: ["desc", "asc"] }, // the best at the first click
    ],
    language: {
      info: paged ? "Rows _START_ to _END_ of _TOTAL_" : "_TOTAL_ rows",
      infoFiltered: "(of _MAX_)",
      search: "",
      searchPlaceholder: "Search all columns",
    },
    layout: { topStart: "info", topEnd: "search", bottomStart: null, bottomEnd: paged ? "paging" : null },
    order: sorted < 0 ? [] : [[sorted, "desc"]],
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

/* what is wider than its place says so, since a phone shows no scroll bar */
const widths = new ResizeObserver((entries) => {
  for (const { target } of entries) target.classList.toggle("cut", target.scrollWidth > target.clientWidth + 1);
});
for (const box of document.querySelectorAll(".card, .table, .matrix, .dt-layout-table")) widths.observe(box);
