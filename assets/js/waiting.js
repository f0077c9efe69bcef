/* What is seen while a page is on its way: its shape, in empty bars (templates/waiting.html). It
   stands in the document that a page comes with, and comes back where another page takes its time. */

(function () {
  "use strict";

  /* What comes sooner flashes nothing up, and is not talked about. */
  var PAGE_AFTER_MS = 200;
  var VIEW_AFTER_MS = 1000;

  var waiting = document.getElementById("waiting");
  var said = document.getElementById("waiting-said");
  var shapes = JSON.parse(waiting.dataset.shapes);
  /* The path of the page that stands; none until the first one has come. */
  var shownPath = null;
  var timer = window.setTimeout(say, PAGE_AFTER_MS);

  function segments(path) {
    return path.split("/").filter(Boolean);
  }

  /* Return the shape of the page at a path; nothing where there is none. */
  function shapeOf(path) {
    var given = segments(path);
    var found = shapes.find(function (each) {
      var wanted = segments(each[0]);
      return (
        wanted.length === given.length &&
        wanted.every(function (segment, at) {
          return segment.charAt(0) === "<" || segment === given[at];
        })
      );
    });
    return found && found[1];
  }

  function say() {
    said.textContent = said.dataset.said;
  }

  function stand(shape) {
    waiting.dataset.shape = shape;
    document.getElementById("_pages_content").dataset.left = "";
    document.body.prepend(waiting);
    say();
  }

  /* The page takes the place of its picture, or of what is said where that failed. What scripts do
     to what is drawn, they do now. */
  function enter() {
    var entry = window.portalStart.entry;
    var view = document.getElementById("first-view");
    if (entry.isConnected) {
      return;
    }
    if (window.scrollY > 0) {
      document.documentElement.classList.remove("arriving"); /* What was read stays where it is. */
    }
    if (view) {
      view.replaceWith(entry);
    } else {
      document.getElementById("beginning").before(entry);
    }
    waiting.hidden = false;
    document.dispatchEvent(new CustomEvent("portal:drawn"));
  }

  function goAway() {
    window.clearTimeout(timer);
    said.textContent = "";
    waiting.remove();
    delete document.getElementById("_pages_content").dataset.left;
  }

  document.addEventListener("portal:asked", function (event) {
    var path = window.location.pathname;
    var shape = event.detail.kind === "page" && path !== shownPath && shapeOf(path);
    var frame = waiting.querySelector(".waiting-frame");
    if (frame) {
      frame.remove(); /* The frame itself stands now. */
    } else {
      window.clearTimeout(timer);
      timer = shape
        ? window.setTimeout(stand, PAGE_AFTER_MS, shape)
        : window.setTimeout(say, VIEW_AFTER_MS);
    }
  });

  document.addEventListener("portal:came", function (event) {
    var act = settle.bind(null, event.detail.kind, window.location.pathname);
    if (document.getElementById("first-view")) {
      window.portal.inTurn(act); /* Once all of it is drawn. */
    } else {
      act();
    }
  });

  function settle(kind, path) {
    enter();
    if (path !== window.location.pathname) {
      return; /* Another page is on its way by now. */
    }
    goAway();
    waiting.dataset.again = "";
    document.getElementById("react-entry-point").removeAttribute("aria-busy");
    if (kind === "page") {
      shownPath = path;
    }
    document.dispatchEvent(new CustomEvent("portal:live"));
  }

  /* The page that was left is there again; where none was, it is said in its place. */
  document.addEventListener("portal:failed", function (event) {
    if (event.detail.kind === "action") {
      return;
    }
    if (shownPath === null) {
      window.clearTimeout(timer);
      said.textContent = "";
      window.portalStart.fail(event.detail.reason);
    } else {
      goAway();
    }
  });
})();
