/* Parts of a page that came as HTML: dashboard/components/still.py says why. */

(function () {
  "use strict";

  /* The first time all of it is put in; later only what differs, which keeps the keyboard's place. */
  function Still(props) {
    var node = React.useRef(null);
    var drawn = React.useRef(null);
    React.useLayoutEffect(
      function () {
        if (drawn.current === null) {
          node.current.innerHTML = props.markup;
        } else {
          Idiomorph.morph(node.current, props.markup, { morphStyle: "innerHTML" });
        }
        drawn.current = props.markup;
        document.dispatchEvent(new CustomEvent("portal:drawn"));
      },
      [props.markup]
    );
    return React.createElement(props.tag, Object.assign({ ref: node }, props.properties));
  }

  window.portal = Object.assign(window.portal || {}, { Still: Still });

  /* A link within the portal leads on without loading the document anew. */
  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-goes]");
    var isElsewhere = event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
    if (link && !isElsewhere && !link.target && !event.defaultPrevented) {
      event.preventDefault();
      window.history.pushState({}, "", link.href);
      window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
      window.scrollTo(0, 0);
    }
  });
})();
