// Keeps a page of the preview as the sources are: hears of news, fetches this page anew, and takes over what differs.
"use strict";
(() => {
  const slug = document.body.dataset.document;
  const lost = document.getElementById("lost");
  let busy = false;
  let again = false;

  // Where a reader is: the last labelled place above the top of the window, and how far above.
  function placeOf(frame) {
    try {
      const view = frame.contentWindow;
      let above = null;
      for (const each of view.document.querySelectorAll("main [id]")) {
        if (each.getBoundingClientRect().top <= 1) above = each;
      }
      const offset = above ? above.getBoundingClientRect().top : 0;
      return { x: view.scrollX, y: view.scrollY, id: above ? above.id : "", offset };
    } catch {
      return null; // a viewer of the browser's own, which keeps its place to itself
    }
  }

  function goTo(frame, place) {
    if (!place || !place.y) return;
    try {
      const view = frame.contentWindow;
      const mark = place.id ? view.document.getElementById(place.id) : null;
      const top = mark ? mark.getBoundingClientRect().top + view.scrollY - place.offset : place.y;
      view.scrollTo({ left: place.x, top, behavior: "instant" });
    } catch {
      return;
    }
  }

  // Links out of the page open beside it, and those to other documents lead to their previews.
  function mindLinks(frame) {
    let inside;
    try {
      inside = frame.contentWindow.document;
    } catch {
      return;
    }
    if (!inside) return;
    inside.addEventListener("click", (event) => {
      const link = event.target.closest ? event.target.closest("a[href]") : null;
      if (!link) return;
      const to = new URL(link.href);
      const page = to.pathname.match(/^\/([^/]+)\/\1\.html$/);
      if (to.origin !== location.origin) {
        link.target = "_blank";
        link.rel = "noopener noreferrer";
      } else if (page && page[1] !== slug) {
        event.preventDefault();
        location.assign(`/${page[1]}/`);
      } else if (!page && to.pathname !== inside.location.pathname) {
        link.target = "_blank";
      }
    });
  }

  // The fresh page is loaded behind the old one, and shown when it is ready at the same place.
  function exchange(view, fresh) {
    view.dataset.version = fresh.dataset.version;
    for (const coming of view.querySelectorAll("iframe.coming")) coming.remove();
    const wanted = fresh.querySelector("iframe");
    if (!wanted) {
      view.innerHTML = fresh.innerHTML;
      return;
    }
    const next = document.importNode(wanted, true);
    next.className = "coming";
    next.addEventListener("load", () => {
      if (!next.isConnected) return;
      const shown = view.querySelector("iframe:not(.coming)");
      mindLinks(next);
      if (shown) goTo(next, placeOf(shown));
      for (const each of [...view.children]) {
        if (each !== next) each.remove();
      }
      next.className = "";
    }, { once: true });
    view.append(next);
  }

  function takeOver(page) {
    document.title = page.title;
    for (const part of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(part.id);
      if (fresh && fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
    }
    const views = document.getElementById("views");
    const fresh = page.getElementById("views");
    if (views && fresh) {
      views.className = fresh.className;
      for (const view of views.querySelectorAll(".view")) {
        const other = page.getElementById(view.id);
        if (other && other.dataset.version !== view.dataset.version) exchange(view, other);
      }
    }
  }

  async function refresh() {
    again = true;
    if (busy) return;
    busy = true;
    while (again) {
      again = false;
      try {
        const answer = await fetch(location.href);
        takeOver(new DOMParser().parseFromString(await answer.text(), "text/html"));
      } catch {
        lost.hidden = false;
      }
    }
    busy = false;
  }

  if (!lost) return;
  for (const frame of document.querySelectorAll("iframe")) {
    frame.addEventListener("load", () => mindLinks(frame), { once: true });
    mindLinks(frame);
  }
  const news = new EventSource(`/_preview/events${slug ? `?document=${encodeURIComponent(slug)}` : ""}`);
  news.addEventListener("open", () => {
    lost.hidden = true;
    refresh();
  });
  news.addEventListener("message", refresh);
  news.addEventListener("error", () => {
    lost.hidden = false;
  });
})();
