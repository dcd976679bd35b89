/* The page follows from the form, the order of the table and the opened image; the address repeats
   these three. Rows are made for one page of the table at a time, so thousands cost little. */
"use strict";
const at = (id) => document.getElementById(id);
const detail = at("detail");
const USUAL = Object.fromEntries(new FormData(form)); // what the address leaves out
const SIGNS = { right: "✓", wrong: "✗", rejected: "–" };
const ROWS = 25;
let found = []; // the images that pass the filters, in the order of the table
let order = [0, "asc"]; // column and direction
let opened = null; // the image whose detail is shown

/* ---- elements; a name is always text, never HTML ---- */
function make(tag, properties, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

const sheets = new Map(); // files of pictures by their number, loaded when first needed

function loadSheet(number) {
  if (!sheets.has(number)) {
    const sheet = make("img", { src: `pictures/${number}.png` });
    sheets.set(number, sheet.decode().then(() => sheet));
  }
  return sheets.get(number);
}

function makePicture(image) {
  const { pictures, columns, side } = data.sheet;
  const place = image % pictures;
  const [left, top] = [place % columns, Math.floor(place / columns)].map((number) => number * side);
  const size = { width: side, height: side };
  const canvas = make("canvas", { ...size, role: "img", ariaLabel: `test image ${image}` });
  loadSheet(Math.floor(image / pictures)).then(
    (sheet) => canvas.getContext("2d").drawImage(sheet, left, top, side, side, 0, 0, side, side),
    () => canvas.replaceWith("no picture"),
  );
  return canvas;
}

function makeAnswer(strategy, image) {
  const said = verdict(strategy, image);
  const sign = make("span", { role: "img", ariaLabel: said }, SIGNS[said]);
  const name = targetName(labelOf(strategy, image));
  return make("span", { className: `verdict ${said}` }, sign, "\u00a0", name);
}

function makeNames(first, others) {
  const rest = make("span", { className: "others" }, others.join(" · "));
  return make("span", {}, make("b", {}, first), rest);
}

function makeTopClasses(image) {
  const [first, ...others] = RANKS.map((rank) => topClass(image, rank).names[0]);
  return makeNames(first, others);
}

function makeLink(image) {
  const properties = { href: address(image), ariaLabel: `image ${image}` };
  const link = make("a", properties, makePicture(image), String(image));
  link.dataset.image = image;
  return link;
}

/* ---- the table: what a column is sorted by, and what it shows ---- */
const COLUMNS = [
  { name: "image", key: (image) => image, show: makeLink },
  { name: "truth", key: (image) => data.truth[image], text: targetName },
  {
    name: "label",
    key: (image) => labelOf(chosen(), image),
    show: (image) => makeAnswer(chosen(), image),
  },
  { name: "names", key: (image) => topClass(image).names[0].toLowerCase(), show: makeTopClasses },
  { name: "probability", key: (image) => probability(image), text: percent },
  {
    name: "target",
    key: (image) => topClass(image).targets[0] ?? REJECTED,
    show: (image) => targetsOf(topClass(image)),
  },
  { name: "right", key: (image) => data.right[image], text: String },
  { name: "different", key: (image) => data.different[image], text: String },
];

function answerTable(request, reply) {
  order = [request.order[0].column, request.order[0].dir];
  found = findImages(COLUMNS[order[0]].key, order[1]);
  at("found").textContent = `${count(found.length)} of ${count(data.truth.length)} images`;
  history.replaceState(null, "", address(opened));
  reply({
    draw: request.draw,
    recordsTotal: data.truth.length,
    recordsFiltered: found.length,
    data: found.slice(request.start, request.start + ROWS).map((image) => ({ image })),
  });
}

function makeColumn({ name, key, text, show }, { className, textContent }) {
  const number = className === "number"; // the largest at the first click
  return {
    className: `${name} ${className}`,
    createdCell: (cell, _, { image }) => {
      cell.dataset.heading = textContent; // for narrow windows, see explorer.css
      cell.append(text ? text(key(image)) : show(image));
    },
    data: null,
    orderSequence: number ? ["desc", "asc"] : ["asc", "desc"],
    render: () => "", // the library would take text for HTML
  };
}

function makeTable() {
  const headings = [...document.querySelectorAll("#images th")];
  return new DataTable("#images", {
    ajax: answerTable,
    autoWidth: false,
    columns: COLUMNS.map((column, place) => makeColumn(column, headings[place])),
    language: { zeroRecords: "No image passes these filters." },
    layout: {
      topStart: () => at("found"),
      topEnd: "paging",
      bottomStart: null,
      bottomEnd: "paging",
    },
    order: [order],
    orderMulti: false,
    pageLength: ROWS,
    searching: false,
    serverSide: true, // the library asks answerTable for each page
  });
}

/* ---- the address ---- */
function address(image) {
  const parts = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value !== USUAL[name]) parts.set(name, value);
  const sort = `${COLUMNS[order[0]].name}.${order[1]}`;
  if (sort !== "image.asc") parts.set("sort", sort);
  if (image !== null) parts.set("image", image);
  return `#${parts}`;
}

/* Fills form and order, and returns the image; what an address asks for in vain is left out. */
function readAddress() {
  const wanted = new URLSearchParams(location.hash.slice(1));
  for (const [name, usual] of Object.entries(USUAL)) {
    const control = form.elements[name];
    control.value = wanted.get(name) ?? usual;
    if (control.selectedIndex === -1) control.value = usual;
  }
  const [name, direction] = (wanted.get("sort") ?? "").split(".");
  const column = COLUMNS.findIndex((one) => one.name === name);
  order = [Math.max(0, column), direction === "desc" ? "desc" : "asc"];
  const image = wanted.get("image") ?? "";
  return /^\d+$/.test(image) && Number(image) < data.truth.length ? Number(image) : null;
}

function followAddress() {
  const before = address(null);
  const image = readAddress();
  if (address(null) !== before) table.order([order]).draw();
  if (image === null) detail.close();
  else show(image);
}

/* ---- one image ---- */
function show(image) {
  opened = image;
  history.replaceState(null, "", address(image));
  const place = found.indexOf(image);
  const link = make("a", { href: `#image=${image}` }, `Image ${image}`);
  at("title").replaceChildren(link, `: ${targetName(data.truth[image])}`);
  at("place").textContent =
    place < 0 ? "not among those found" : `${count(place + 1)} of ${count(found.length)} found`;
  at("previous").disabled = place <= 0;
  at("next").disabled = place === found.length - 1;
  at("large").replaceChildren(makePicture(image));
  at("top_classes").replaceChildren(...RANKS.map((rank) => makeTopClass(image, rank)));
  at("right").textContent = `${data.right[image]} of ${data.strategies.length}`;
  at("different").textContent = data.different[image];
  at("labels").replaceChildren(...makeKinds(image));
  if (!detail.open) detail.showModal();
}

function makeTopClass(image, rank) {
  const known = topClass(image, rank);
  const [first, ...others] = known.names;
  const bar = make("span", { className: "share" });
  bar.style.setProperty("--share", probability(image, rank));
  return make(
    "tr",
    {},
    make("td", {}, makeNames(first, [known.wnid, ...others])),
    make("td", { className: "number" }, percent(probability(image, rank)), bar),
    make("td", {}, targetsOf(known)),
  );
}

function makeKinds(image) {
  const sections = new Map(); // lists by kind, in the order of the strategies
  for (const [strategy, { name, kind }] of data.strategies.entries()) {
    if (!sections.has(kind)) sections.set(kind, make("ul", {}));
    const line = make("li", {}, makeAnswer(strategy, image), make("code", {}, name));
    sections.get(kind).append(line);
  }
  return [...sections].map(([kind, list]) =>
    make("section", {}, make("h3", { className: kind }, data.kinds[kind]), list),
  );
}

/* ---- moving among what was found ---- */
function step(by) {
  const image = found[found.indexOf(opened) + by];
  if (image !== undefined) show(image);
}

function focusLink(place) {
  if (place < 0 || place >= found.length) return;
  const page = Math.floor(place / ROWS);
  if (page !== table.page()) table.page(page).draw("page");
  document.querySelector(`a[data-image="${found[place]}"]`).focus();
}

function focusNext(link, by) {
  focusLink(link ? found.indexOf(Number(link.dataset.image)) + by : table.page() * ROWS);
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -1, ArrowDown: 1 };

/* Up and down scroll the page, and the detail, unless the focus is on an image of the table. */
function followKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, select")) return;
  const by = STEPS[event.key];
  const sideways = event.key === "ArrowLeft" || event.key === "ArrowRight";
  const link = document.activeElement.closest("a[data-image]");
  if (event.key === "/") {
    detail.close();
    form.elements.words.focus();
  } else if (detail.open && sideways) step(by);
  else if (!detail.open && (sideways || (link && by))) focusNext(link, by);
  else return;
  event.preventDefault();
}

const openedFirst = readAddress();
const table = makeTable();
if (openedFirst !== null) show(openedFirst);
table.on("page", () => table.table().container().scrollIntoView());
form.addEventListener("input", () => table.draw());
form.addEventListener("submit", (event) => event.preventDefault());
at("previous").addEventListener("click", () => step(-1));
at("next").addEventListener("click", () => step(1));
at("close").addEventListener("click", () => detail.close());
detail.addEventListener("close", () => {
  const place = found.indexOf(opened);
  opened = null;
  history.replaceState(null, "", address(null));
  if (!form.contains(document.activeElement)) focusLink(place); // "/" went to the search
});
addEventListener("keydown", followKey);
addEventListener("hashchange", followAddress);
