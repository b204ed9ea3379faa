// The page is whole without this: it finds, filters, and draws the lines between guests and what they hang on.
const guests = [...document.querySelectorAll(".guest")];
const filters = [...document.querySelectorAll("[data-filter]")];
const search = document.querySelector("input[type=search]");
const SVG = "http://www.w3.org/2000/svg";
search.hidden = false;

const thingsOf = (host) => [...host.querySelectorAll(".thing")];
const tiesOf = (guest) => {
  const things = thingsOf(guest.closest(".host"));
  return (guest.dataset.ties || "").split(" ").filter(Boolean).map((at) => things[at]);
};
const isPressed = (button) => button.getAttribute("aria-pressed") === "true";

const show = () => {
  const tones = filters.filter(isPressed).map((b) => b.dataset.filter);
  const owners = [...document.querySelectorAll(".users")].filter(isPressed).map((b) => b.closest(".thing"));
  const text = search.value.toLowerCase();
  for (const guest of guests) {
    const fitsTone = !tones.length || tones.some((tone) => guest.classList.contains(tone));
    const fitsOwner = !owners.length || tiesOf(guest).some((thing) => owners.includes(thing));
    guest.hidden = !(fitsTone && fitsOwner && (!text || guest.textContent.toLowerCase().includes(text)));
  }
  connect();
};

const line = (board, guest, thing, isLoud) => {
  const frame = board.getBoundingClientRect(), from = guest.getBoundingClientRect(), to = thing.getBoundingClientRect();
  const isLeft = to.right <= from.left;
  const x1 = (isLeft ? from.left : from.right) - frame.left, x2 = (isLeft ? to.right : to.left) - frame.left;
  const y1 = from.top + 20 - frame.top, y2 = to.top + Math.min(22, to.height / 2) - frame.top;
  const path = document.createElementNS(SVG, "path");
  const bend = (x2 - x1) / 2;
  path.setAttribute("d", `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`);
  const colour = [...thing.classList].find((name) => /^c\d$/.test(name)) || "";
  path.setAttribute("class", `${colour} ${isLoud ? "loud" : ""}`);
  return path;
};

let looked = null;
const connect = () => {
  for (const board of document.querySelectorAll(".board")) {
    board.querySelector("svg.lines")?.remove();
    if (getComputedStyle(board).gridTemplateColumns.split(" ").length < 3) continue;
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("class", "lines");
    svg.setAttribute("aria-hidden", "true");
    const isRoomy = board.querySelector(".guests.roomy") !== null;
    for (const guest of board.querySelectorAll(".guest:not([hidden])")) {
      const ties = tiesOf(guest);
      const isLooked = guest === looked || ties.includes(looked);
      if (isRoomy || isLooked) svg.append(...ties.map((thing) => line(board, guest, thing, isLooked && (guest === looked || thing === looked))));
    }
    board.prepend(svg);
  }
};

const look = (target) => {
  if (target === looked) return;
  looked = target;
  for (const each of document.querySelectorAll(".near")) each.classList.remove("near");
  if (looked) {
    const near = looked.matches(".guest") ? tiesOf(looked) : guests.filter((guest) => tiesOf(guest).includes(looked));
    for (const each of [looked, ...near]) each.classList.add("near");
  }
  connect();
};

for (const button of document.querySelectorAll("[aria-pressed]")) {
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(!isPressed(button)));
    show();
  });
}
search.addEventListener("input", show);
addEventListener("resize", connect);
document.addEventListener("toggle", connect, true);
for (const kind of ["pointerover", "focusin"]) {
  document.addEventListener(kind, (event) => look(event.target.closest?.(".guest, .thing") ?? null));
}
addEventListener("beforeprint", () => {
  for (const board of document.querySelectorAll("svg.lines")) board.remove();
});
addEventListener("afterprint", connect);
connect();
