// Shows the documents that have all words of a search, in any case and with or without accents.
(() => {
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const field = document.getElementById("_words");
  const found = document.getElementById("_found");
  const all = [...document.querySelectorAll(".documents > li")].map((row) => ({
    row,
    text: plain(`${row.textContent} ${row.dataset.words}`),
  }));
  const search = () => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { row, text } of all) {
      row.hidden = !words.every((word) => text.includes(word));
      count += row.hidden ? 0 : 1;
    }
    found.textContent = words.length ? found.dataset.pattern.replace("{count}", count).replace("{total}", all.length) : "";
  };
  const form = document.getElementById("_search");
  form.addEventListener("submit", (event) => event.preventDefault());
  field.addEventListener("input", search);
  form.hidden = false;
  search();
})();
