/* What of Bootstrap's style sheet is kept by `make vendor`: what a word of ours may name, and what
   dash-bootstrap-components draws by itself. */
module.exports = {
  css: ["build/npm/node_modules/bootstrap/dist/css/bootstrap.min.css"],
  content: ["dashboard/**/*.py", "dashboard/**/*.html", "pages/*.py", "assets/{boot,js}/*.js"],
  defaultExtractor: (text) => text.match(/[\w-]+/g) || [],
  safelist: {
    standard: ["fade", "show", "collapse", "collapsing"],
    greedy: [/^modal/, /^toast/, /^form-/, /^btn-close/, /^is-(in)?valid/],
  },
};
