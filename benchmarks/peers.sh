#!/bin/sh
# Installs everything that the benchmark compares with, into the Python that is active.
set -eu
sudo=""
[ "$(id -u)" = 0 ] || sudo=sudo
$sudo apt-get install -y --no-install-recommends \
    apertium apertium-fr-es apertium-eng-spa python3-grammalecte hunspell-fr-comprehensive
python -m pip install \
    lingotweaker lingotweaker-data-fr polytypo ftfy jusText lxml_html_clean \
    symspellpy wordninja-enhanced chunspell
