#!/bin/sh
# Makes the Python environments of what npm does not have, under .emulators/: the emulators ministack (Cognito) and
# LocalStack (KMS); Authlib and PyJWT, which the tests run against the broker; and what checks the SAM template of the Lambda
# authorizer. Run again it does nothing, unless a version below has changed. Needs Python 3.11 and its venv module (Debian 12:
# apt-get install python3-venv).
set -eu

UV=0.9.7
MINISTACK='ministack==1.5.33 cryptography==46.0.3'
# The last release that runs on Python 3.11; it leaves its own dependencies open, so they are taken as of that day.
LOCALSTACK='localstack-core[base-runtime]==4.9.2'
LOCALSTACK_DAY=2025-11-05
AUTHLIB='authlib==1.6.12 requests==2.32.5 pyjwt==2.15.1'
SAM='cfn-lint==1.58.0 aws-sam-translator==1.115.0'

fail() {
  echo "$1" >&2
  exit 1
}

python=$(command -v python3.11 || command -v python3) || fail 'Python 3.11 is needed for the emulators: install it (Debian 12: apt-get install python3-venv)'
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' ||
  fail "Python 3.11 is needed for the emulators, and $python is another version: put python3.11 on the PATH"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
  fail 'The venv module of Python is needed for the emulators: install it (Debian: apt-get install python3-venv)'

home=$(cd "$(dirname "$0")/../.." && pwd)/.emulators
uv=$home/uv/bin/uv

# installed <environment> <what it holds>: is exactly this there, whole?
installed() {
  [ "$(cat "$home/$1/installed" 2>/dev/null)" = "$2" ]
}

# make <environment> <requirements> [uv options]: the stamp is written last, so a broken installation is made anew.
make() {
  name=$1 requirements=$2
  shift 2
  installed "$name" "$requirements" && return
  echo "installing $requirements"
  "$uv" venv --quiet --clear --no-python-downloads --python "$python" "$home/$name"
  # shellcheck disable=SC2086 # a list of requirements
  "$uv" pip install --quiet --python "$home/$name/bin/python" "$@" $requirements
  echo "$requirements" >"$home/$name/installed"
}

if ! installed uv "uv==$UV"; then
  "$python" -m venv --clear "$home/uv"
  "$home/uv/bin/pip" install --quiet --disable-pip-version-check "uv==$UV"
  echo "uv==$UV" >"$home/uv/installed"
fi
make ministack "$MINISTACK"
make localstack "$LOCALSTACK" --exclude-newer "$LOCALSTACK_DAY"
make authlib "$AUTHLIB"
make sam "$SAM"
