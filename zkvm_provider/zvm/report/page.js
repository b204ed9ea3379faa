// The page is whole without this; it only hides lines that are not asked for.
const rows = [...document.querySelectorAll("tbody tr")];
const buttons = [...document.querySelectorAll(".tally button")];
const search = document.querySelector(".search");
search.hidden = false;
const show = () => {
  const wanted = buttons.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.fate);
  const text = search.value.toUpperCase();
  for (const row of rows) {
    const fits = !wanted.length || wanted.includes(row.dataset.fate);
    row.hidden = !(fits && (!text || row.textContent.toUpperCase().includes(text)));
  }
};
for (const button of buttons) {
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
    show();
  });
}
search.addEventListener("input", show);
