for (const pager of document.querySelectorAll(".pager")) {
  const rows = [...pager.nextElementSibling.querySelector("table").tBodies].flatMap((body) => [...body.rows]);
  const [search, size, status] = ["input", "select", "[role=status]"].map((part) => pager.querySelector(part));
  const [previous, next] = pager.querySelectorAll("button");
  const number = new Intl.NumberFormat(document.documentElement.lang, { numberingSystem: "latn" });
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let found = rows, shown = rows, page = 0, texts;
  const count = () => Number(size.value) || Math.max(found.length, 1);
  const last = () => Math.max(Math.ceil(found.length / count()) - 1, 0);
  const show = (wanted) => {
    page = Math.min(Math.max(wanted, 0), last());
    for (const row of shown) row.hidden = true;
    shown = found.slice(page * count(), (page + 1) * count());
    for (const row of shown) row.hidden = false;
    previous.setAttribute("aria-disabled", page === 0);
    next.setAttribute("aria-disabled", page === last());
    const values = { first: page * count() + 1, last: page * count() + shown.length, all: found.length };
    const said = status.dataset.pattern.replace(/\{(\w+)\}/g, (_, name) => number.format(values[name]));
    status.textContent = shown.length ? said : status.dataset.none;
  };
  const find = () => {
    texts ??= rows.map((row) => plain([...row.cells].map((cell) => cell.textContent).join(" ")));
    const asked = plain(search.value.trim());
    found = asked ? rows.filter((_, index) => texts[index].includes(asked)) : rows;
    show(0);
  };
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const index = target ? rows.indexOf(target.closest("tr")) : -1;
    if (index === -1 || !rows[index].hidden) return;
    found = rows;
    search.value = "";
    show(Math.floor(index / count()));
    target.scrollIntoView();
  };
  search.addEventListener("input", find);
  size.addEventListener("change", () => show(0));
  previous.addEventListener("click", () => show(page - 1));
  next.addEventListener("click", () => show(page + 1));
  addEventListener("hashchange", reveal);
  pager.hidden = false;
  show(0);
  reveal();
}
