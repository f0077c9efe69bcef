# Everything runs from .venv, which holds what requirements*.lock pin.
PYTHON ?= python3
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check

.PHONY: run test check coverage bench screenshots lighthouse fresh lock translations install browser

run: .venv/installed
	$(BIN)/reseller-store demo

test: .venv/installed-dev browser
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder

check: .venv/installed-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist loadfile -m "not browser and not slow"

coverage: .venv/installed-dev browser
	$(BIN)/pytest -n 2 --cov --cov-report=term:skip-covered

bench: .venv/installed-dev
	$(BIN)/python -m bench

# Every page at three widths and in both themes, into var/screenshots; ARGS="--language ru main".
screenshots: .venv/installed-dev browser
	$(BIN)/python -m screenshots $(ARGS)

# What Lighthouse says of the pages that are opened most, into bench/results.md.
lighthouse: .venv/installed-dev browser
	npm ci --silent --prefix bench/lighthouse
	$(BIN)/python -m bench.lighthouse $(ARGS)

fresh:
	rm -rf var

install: .venv/installed

.venv/bin/pip:
	$(PYTHON) -m venv .venv

.venv/installed: requirements.lock pyproject.toml | .venv/bin/pip
	$(PIP) --require-hashes -r requirements.lock
	PYTHONWARNINGS=ignore $(PIP) --no-deps --no-build-isolation --editable .
	touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	$(PIP) --require-hashes -r requirements-dev.lock
	touch $@

# The browser tests drive the system's Chromium.
browser:
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium; }

# Writes both locks anew from pyproject.toml.
LOCK := $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
lock: .venv/installed-dev
	$(LOCK) --upgrade --output-file requirements.lock pyproject.toml
	$(LOCK) --upgrade --extra dev --constraint requirements.lock \
		--output-file requirements-dev.lock pyproject.toml

# Collects the texts to translate into the catalogs. They are compiled when the portal starts.
CATALOG := dashboard/translations
translations: .venv/installed-dev
	mkdir -p build
	$(BIN)/pybabel -q extract -F $(CATALOG)/babel.cfg -k lazy_gettext -k lazy_ngettext:1,2 \
		--sort-output --no-location --omit-header -o build/messages.pot dashboard letters pages
	$(BIN)/pybabel -q update --no-fuzzy-matching --no-wrap --ignore-obsolete --omit-header \
		-i build/messages.pot -d $(CATALOG)

# Fetches the third-party assets again, at these versions; the icon font holds the used glyphs only.
NPM := build/npm/node_modules
INTER := $(NPM)/@fontsource-variable/inter
.PHONY: vendor
vendor: .venv/installed-dev
	npm install --silent --prefix build/npm --no-save bootstrap@5.3.9 bootstrap-icons@1.13.2 \
		plotly.js-basic-dist-min@4.1.1 @fontsource-variable/inter@5.3.0 idiomorph@0.8.0 purgecss@8.0.0
	$(NPM)/.bin/purgecss --config purgecss.config.cjs --output assets/vendor/
	sed -i '/sourceMappingURL/d' assets/vendor/bootstrap.min.css
	cp $(NPM)/plotly.js-basic-dist-min/plotly-basic.min.js assets/vendor/plotly-basic-4.1.1.min.js
	cp $(NPM)/idiomorph/dist/idiomorph.min.js assets/vendor/idiomorph-0.8.0.min.js
	for subset in latin latin-ext cyrillic; do \
		cp $(INTER)/files/inter-$$subset-wght-normal.woff2 assets/vendor/; done
	$(BIN)/pyftsubset $(NPM)/bootstrap-icons/font/fonts/bootstrap-icons.woff2 --flavor=woff2 \
		--unicodes="$$($(BIN)/python -m dashboard.components.icons)" \
		--output-file=assets/vendor/bootstrap-icons-subset.woff2
	cp $(NPM)/bootstrap/LICENSE assets/vendor/LICENSE.bootstrap
	cp $(NPM)/bootstrap-icons/LICENSE assets/vendor/LICENSE.bootstrap-icons
	cp $(NPM)/plotly.js-basic-dist-min/LICENSE assets/vendor/LICENSE.plotly
	cp $(INTER)/LICENSE assets/vendor/LICENSE.inter
	cp $(NPM)/idiomorph/LICENSE assets/vendor/LICENSE.idiomorph
