/* What pages gain from a script. Each works without it; nothing here decides anything.
   No eval, no inline style, no storage in the browser: what is typed belongs to a dossier. */
(() => {
  "use strict";

  const root = document.documentElement;
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const isTyping = (node) => node.closest?.("input, textarea, select, [contenteditable]") !== null;
  const clock = () => {
    const now = new Date();
    return `${now.getHours()} h ${String(now.getMinutes()).padStart(2, "0")}`;
  };
  root.classList.add("scripted");

  /* Saying things: to everyone (a message on the page) or only aloud. -------------------------- */

  const say = (text) => {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  };

  const tell = (text, tone = "late") => {
    const region = document.getElementById("flashes");
    if (!region) return say(text);
    const flash = document.createElement("div");
    flash.className = `flash tone-${tone}`;
    flash.dataset.flash = "";
    const words = document.createElement("p");
    words.textContent = text;
    const close = document.createElement("button");
    close.type = "button";
    close.className = "flash-close";
    close.dataset.dismiss = "";
    close.setAttribute("aria-label", "Fermer ce message");
    flash.append(words, close);
    region.append(flash);
    region.classList.add("is-told");
    while (region.children.length > 3) region.firstElementChild.remove();
    return flash;
  };

  // An answer may carry HX-Trigger: {"cordee:say": "…"} or {"cordee:tell": "…"}.
  document.addEventListener("cordee:say", (event) => say(event.detail.value ?? event.detail));
  document.addEventListener("cordee:tell", (event) => tell(event.detail.value ?? event.detail, "info"));

  /* Keyboard: / or Ctrl-K to search, j and k (or arrows) in lists, Ctrl-Enter to send from a long text. ---- */

  const move = (from, step) => {
    const list = from.closest?.("[data-list], .search-results") ?? document.querySelector("[data-list]");
    const items = list ? all(list.matches(".search-results") ? "a" : "[data-item]", list) : [];
    if (!items.length) return false;
    const row = from.closest?.("tr, li");
    const here = items.findIndex((item) => item === from || row?.contains(item));
    const next = items[here < 0 ? (step > 0 ? 0 : items.length - 1) : here + step];
    next?.focus();
    next?.scrollIntoView({ block: "nearest" });
    return Boolean(next);
  };

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    const search = document.getElementById("search");
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const asks = (event.key === "/" && plain && !isTyping(target)) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    if (asks && search) {
      event.preventDefault();
      search.focus();
      search.select();
    } else if (event.key === "Escape") {
      const open = target.closest?.("details.drop[open]") ?? document.querySelector("details.drop[open]");
      if (open) {
        open.open = false;
        open.querySelector("summary").focus();
      } else if (target.closest?.(".search")) {
        search.value = "";
        document.getElementById("search-results")?.replaceChildren();
        search.focus();
      }
    } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && isTyping(target) && target.form?.method === "post") {
      event.preventDefault();
      target.form.requestSubmit(target.form.querySelector("button:not([type=button])"));
    } else if (!plain || document.querySelector("dialog[open]")) {
      return;
    } else if (target === search && event.key === "ArrowDown") {
      if (move(document.querySelector(".search-results a") ?? target, 0)) event.preventDefault();
    } else if (!isTyping(target)) {
      const inList = target.closest?.("[data-list], .search-results");
      const step = { j: 1, k: -1, ...(inList && { ArrowDown: 1, ArrowUp: -1 }) }[event.key];
      if (step && move(target, step)) event.preventDefault();
    }
  });

  /* Clicks: open and close dialogs, dismiss messages, leave menus, light or dark. ---------------- */

  document.addEventListener("click", (event) => {
    const on = (selector) => event.target.closest(selector);
    const opener = on("[data-opens]");
    const dialog = opener && document.getElementById(opener.dataset.opens);
    if (dialog?.showModal) {
      event.preventDefault();
      dialog.showModal();
    }
    if (on("[data-closes]")) on("dialog").close();
    if (event.target.matches("dialog:not(.screen-lock)") && isOutside(event)) event.target.close();
    on("[data-dismiss]")?.closest("[data-flash]").remove();
    all("details.drop[open]").filter((drop) => !drop.contains(event.target)).forEach((drop) => { drop.open = false; });
    const theme = on("[data-themes] button");
    if (theme) {
      event.preventDefault();
      choose(theme);
    }
  });

  const isOutside = ({ target, clientX, clientY }) => {
    const box = target.getBoundingClientRect();
    return clientX < box.left || clientX > box.right || clientY < box.top || clientY > box.bottom;
  };

  const choose = (button) => {
    const chosen = button.value;
    const age = chosen === "auto" ? 0 : 31536000;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `cordee-theme=${chosen}; path=/; max-age=${age}; samesite=lax${secure}`;
    if (chosen === "auto") delete root.dataset.theme;
    else root.dataset.theme = chosen;
    all("[data-themes] button").forEach((one) => one.setAttribute("aria-pressed", one === button));
  };

  /* Without network a form is not sent: the browser's error page would take the place of what was typed. --- */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method === "dialog" || (navigator.onLine && !form.dataset.unreached)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    reach(form, event.submitter);
  }, true);

  // A machine may be on a network that leads nowhere: only an answer says that the server is there again.
  const reach = async (form, submitter) => {
    try {
      if (!navigator.onLine) throw new Error();
      await fetch(document.body.dataset.stillHere ?? "/", { redirect: "manual" });
    } catch {
      return tellNetwork("Pas de réseau : rien n’est parti, ce que vous avez écrit reste à l’écran. Envoyez de nouveau quand le réseau sera revenu.", "late");
    }
    delete form.dataset.unreached;
    return form.requestSubmit(submitter);
  };
  const tellNetwork = (text, tone) => {
    document.querySelector("[data-network]")?.remove();
    tell(text, tone)?.setAttribute("data-network", "");
  };
  window.addEventListener("online", () => {
    if (document.querySelector("[data-network]")) tellNetwork("Le réseau est revenu : vous pouvez envoyer.", "done");
  });

  /* Forms: sent once, text areas that grow, the summary of errors takes the focus. ---------------- */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.sent) return event.preventDefault();
    if (form.method === "dialog" || form.method === "get") return undefined;
    if (event.submitter?.dataset.downloads !== undefined) return undefined;
    form.dataset.sent = "1";
    const button = event.submitter;
    if (button) button.dataset.busy = "";
    // A file to download leaves the page where it is: free the form again.
    setTimeout(() => free(form), 8000);
    return undefined;
  });

  const free = (form) => {
    delete form.dataset.sent;
    all("[data-busy]", form).forEach((button) => delete button.dataset.busy);
  };
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach(free));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form");
    if (form) free(form);
  });

  const growsAlone = CSS.supports("field-sizing", "content");
  const grow = (area) => {
    area.style.height = "auto";
    area.style.height = `${Math.min(area.scrollHeight + 4, window.innerHeight * 0.7)}px`;
  };
  document.addEventListener("input", (event) => {
    if (!growsAlone && event.target.matches("textarea")) grow(event.target);
  });

  /* Drafts: form[data-draft-url] is posted there a moment after one stops typing. ------------------ */

  const DRAFT_PAUSE = 1500;
  const RETRIES = [5000, 15000, 30000, 60000];

  const watchDraft = (form) => {
    if (form.dataset.draftWatched) return;
    form.dataset.draftWatched = "1";
    let kept = fingerprint(form);
    let timer = 0;
    let failures = 0;
    let sending = false;
    const state = form.querySelector("[data-draft-state]") ?? form.appendChild(document.createElement("p"));
    state.classList.add("draft-state");
    state.setAttribute("role", "status");

    const show = (text, kind) => {
      if (state.textContent !== text) state.textContent = text;
      state.dataset.state = kind;
    };
    const failed = (text) => {
      show(text, "failed");
      timer = setTimeout(save, RETRIES[Math.min(failures, RETRIES.length - 1)]);
      failures += 1;
    };
    const save = async (isLeaving = false) => {
      clearTimeout(timer);
      const now = fingerprint(form);
      if (now === kept || sending || form.dataset.sent) return;
      sending = true;
      try {
        const answer = await fetch(form.dataset.draftUrl, {
          method: "POST", body: new FormData(form), headers: { "X-CSRFToken": token(), "X-Draft": "1" },
          redirect: "manual", credentials: "same-origin", keepalive: isLeaving === true,
        });
        sending = false;
        if (answer.ok) {
          kept = now;
          failures = 0;
          delete form.dataset.unreached;
          show(`Brouillon enregistré à ${clock()}`, "kept");
          if (fingerprint(form) !== kept) later();
        } else if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
          failed("Session fermée : votre texte est gardé à l’écran. Reconnectez-vous dans un autre onglet, il sera enregistré ensuite.");
        } else {
          failed("Brouillon pas encore enregistré : votre texte est gardé à l’écran, nouvel essai dans un instant.");
        }
      } catch {
        sending = false;
        form.dataset.unreached = "1";
        failed("Pas de réseau : votre texte est gardé à l’écran, nouvel essai dans un instant.");
      }
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(save, DRAFT_PAUSE);
    };
    form.addEventListener("input", later);
    form.addEventListener("change", later);
    document.addEventListener("visibilitychange", () => document.hidden && save(true));
    document.addEventListener("cordee:keep", () => save(true));
    window.addEventListener("online", () => save());
    window.addEventListener("beforeunload", (event) => {
      const isAway = failures || !navigator.onLine;
      if (isAway && !form.dataset.sent && fingerprint(form) !== kept) event.preventDefault();
    });
  };

  // Hidden fields hold keys, not words; files are not drafts.
  const fingerprint = (form) =>
    JSON.stringify([...new FormData(form)].filter(([name, value]) =>
      typeof value === "string" && !name.startsWith("_") && name !== "csrfmiddlewaretoken"));
  const token = () => {
    try {
      return JSON.parse(document.body.getAttribute("hx-headers"))["X-CSRFToken"];
    } catch {
      return document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
    }
  };

  /* htmx: an error never replaces what one was reading. --------------------------------------------- */

  const REFUSALS = {
    403: "Ce geste ne vous est pas ouvert.",
    404: "Cette page n’existe pas, ou ne vous est pas ouverte.",
    409: "Quelqu’un a modifié cette page entre-temps. Rechargez-la pour voir la dernière version.",
    413: "Ce fichier ou ce texte est trop lourd.",
    429: "Beaucoup de demandes à la fois : réessayez dans une minute.",
  };
  document.addEventListener("htmx:responseError", (event) => {
    const { status, responseText } = event.detail.xhr;
    if (status === 401) return reopen();
    const answer = new DOMParser().parseFromString(responseText, "text/html").querySelector(".notice-body");
    return tell(answer?.textContent.trim() || REFUSALS[status] || "Cela n’a pas fonctionné de notre côté. Votre page est restée comme elle était.");
  });
  document.addEventListener("htmx:sendError", () => tell("Pas de réseau : rien n’est perdu, réessayez dans un instant."));
  document.addEventListener("htmx:afterSwap", (event) => prepare(event.target));

  // The session sleeps: what is typed in this page is set aside, and comes back in it after the unlocking.
  const TYPED = "textarea, select, input:not([type=hidden], [type=password], [type=checkbox], [type=radio], [type=file])";
  const isTyped = (form) => all(TYPED, form).some((one) => "defaultValue" in one && one.value !== one.defaultValue);
  const reopen = async () => {
    const form = all("form[method=post]").find(isTyped);
    if (!form) return location.reload();
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    fields.push(["_page", location.pathname + location.search]);
    try {
      const answer = await fetch("/mettre-de-cote", {
        method: "POST", body: new URLSearchParams(fields), headers: { "X-CSRFToken": token() }, credentials: "same-origin",
      });
      return location.assign(answer.headers.get("X-Reopen") ?? location.href);
    } catch {
      return tell("Pas de réseau : votre texte est gardé à l’écran, réessayez dans un instant.");
    }
  };

  /* The session: warn before it closes, then cover the screen. ---------------------------------------- */

  const WARN_SECONDS = 120;

  const watchSession = () => {
    const idle = Number(document.body.dataset.idleSeconds);
    if (!idle) return;
    let last = Date.now();
    let asked = Date.now();
    let warning = null;
    const dialog = document.createElement("dialog");
    dialog.className = "dialog";
    dialog.setAttribute("aria-labelledby", "session-title");
    const title = Object.assign(document.createElement("h2"), { id: "session-title" });
    const words = document.createElement("p");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button" });
    dialog.append(title, words, button);
    document.body.append(dialog);

    const ask = async () => {
      asked = Date.now();
      try {
        const answer = await fetch(document.body.dataset.stillHere, { redirect: "manual" });
        if (answer.ok) last = asked;
      } catch { /* no network: the warning stays, and the next click asks again */ }
    };
    const warn = () => {
      warning = "soon";
      title.textContent = "Toujours là ?";
      words.textContent = "Sans geste de votre part, la session se fermera dans deux minutes pour protéger les dossiers. Ce que vous écrivez est gardé.";
      button.textContent = "Continuer";
      button.onclick = async () => { await ask(); warning = null; dialog.close(); };
      document.dispatchEvent(new CustomEvent("cordee:keep"));
      if (!dialog.open) dialog.showModal();
    };
    const lock = () => {
      warning = "closed";
      title.textContent = "Session fermée";
      words.textContent = "Pour protéger les dossiers, l’écran est couvert. Reconnectez-vous pour reprendre où vous en étiez.";
      button.textContent = "Se reconnecter";
      button.onclick = reopen;
      dialog.classList.add("screen-lock");
      dialog.oncancel = (event) => event.preventDefault();
      if (!dialog.open) dialog.showModal();
    };
    document.addEventListener("htmx:afterRequest", () => { last = Date.now(); });
    // Somebody who writes is not idle: tell the server, at most every five minutes.
    document.addEventListener("input", () => { if (Date.now() - asked > Math.min(300, idle / 4) * 1000) ask(); });
    setInterval(() => {
      const quiet = (Date.now() - last) / 1000;
      if (quiet >= idle && warning !== "closed") lock();
      else if (quiet >= idle - WARN_SECONDS && quiet < idle && !warning) warn();
    }, 1000);
  };

  /* On arrival, and in what htmx brings. --------------------------------------------------------------- */

  // On a narrow screen, a row of tabs is wider than the page: the one where one is comes into sight.
  const showTab = (tab) => {
    const row = tab.closest(".tabs");
    row.scrollLeft += tab.getBoundingClientRect().left - row.getBoundingClientRect().left - (row.clientWidth - tab.offsetWidth) / 2;
  };

  // In a long list beside the page, the line where one is comes into sight; the page itself does not move.
  const showLine = (line) => {
    const list = line.closest("[data-scrolls]");
    list.scrollTop += line.getBoundingClientRect().top - list.getBoundingClientRect().top - list.clientHeight / 2;
  };

  const prepare = (from) => {
    all(".tabs [aria-current]", from).forEach(showTab);
    // Letters that arrive late move lines.
    document.fonts.ready.then(() => all("[data-scrolls] [aria-current]", from).forEach(showLine));
    all("form[data-draft-url]", from).forEach(watchDraft);
    if (!growsAlone) all("textarea", from).forEach(grow);
    all("[data-focus]", from).at(0)?.focus();
  };
  prepare(document);
  watchSession();
})();
