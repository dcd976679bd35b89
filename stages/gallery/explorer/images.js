/* The data of the test images, and the filters. An image is its index. */
"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const form = document.getElementById("filters");
const REJECTED = -1;
const RANKS = data.top_classes.map((_, rank) => rank);

const topClass = (image, rank = 0) => data.classes[data.top_classes[rank][image]];
const probability = (image, rank = 0) => data.probabilities[rank][image];
const labelOf = (strategy, image) => data.labels[strategy][image];
const targetName = (label) => (label === REJECTED ? "rejected" : data.targets[label]);
const targetsOf = (known) => known.targets.map(targetName).join(", ") || "none";
const percent = (share) => `${(100 * share).toFixed(1)}\u00a0%`;
const count = (number) => number.toLocaleString("en");

function chosen() {
  return data.strategies.findIndex(({ name }) => name === form.elements.strategy.value);
}

function verdict(strategy, image) {
  const label = labelOf(strategy, image);
  if (label === REJECTED) return "rejected";
  return label === data.truth[image] ? "right" : "wrong";
}

/* Each filter that is set is a test, and all must hold. */
function makeTests() {
  const wanted = Object.fromEntries(new FormData(form));
  const strategy = chosen();
  const truth = data.targets.indexOf(wanted.truth);
  const label = data.targets.indexOf(wanted.label); // "rejected" is none of them: −1
  const named = findClasses(wanted.words.trim().toLowerCase());
  const tests = {
    truth: (image) => data.truth[image] === truth,
    label: (image) => labelOf(strategy, image) === label,
    answer: (image) => verdict(strategy, image) === wanted.answer,
    top1: (image) => isFor(topClass(image), wanted.top1),
    different: (image) => data.different[image] >= Number(wanted.different),
    words: (image) => RANKS.some((rank) => named.has(data.top_classes[rank][image])),
  };
  return Object.keys(tests).filter((name) => wanted[name]).map((name) => tests[name]);
}

function isFor(known, wanted) {
  if (wanted === "mapped") return known.targets.length > 0;
  if (wanted === "none") return known.targets.length === 0;
  return known.targets.map(targetName).includes(wanted);
}

/* Indices of the classes whose names or WordNet id contain the words. */
function findClasses(words) {
  const fits = (name) => name.toLowerCase().includes(words);
  const classes = Object.entries(data.classes);
  const fitting = classes.filter(([, { wnid, names }]) => [wnid, ...names].some(fits));
  return new Set(fitting.map(([index]) => Number(index)));
}

/* The images that pass, sorted by a key; equal ones stay by their number, either way. */
function findImages(key, direction) {
  const tests = makeTests();
  const numbers = data.truth.map((_, image) => image);
  const passing = numbers.filter((image) => tests.every((test) => test(image)));
  const keys = new Map(passing.map((image) => [image, key(image)]));
  const sign = direction === "desc" ? -1 : 1;
  const compare = (a, b) => (a < b ? -sign : a > b ? sign : 0);
  return passing.sort((a, b) => compare(keys.get(a), keys.get(b)));
}
