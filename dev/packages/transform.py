"""Does to a SAM template what CloudFormation does to it: prints the plain template, or says what SAM takes ill."""

import json
import sys

from cfnlint.decode import cfn_yaml
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.translator.transform import transform


class NoManagedPolicies:
    """Only policies by name would ask AWS for their ARNs."""

    def load(self):
        return {}


def packaged(template):
    """As `sam package` uploads it: no code at a path of this machine."""
    for resource in template["Resources"].values():
        if "CodeUri" in resource["Properties"]:
            resource["Properties"]["CodeUri"] = "s3://bucket/code.zip"
    return template


template = packaged(json.loads(json.dumps(cfn_yaml.load(sys.argv[1]))))
try:
    print(json.dumps(transform(template, {}, NoManagedPolicies())))
except InvalidDocumentException as problem:
    sys.exit(problem.message + " " + " ".join(cause.message for cause in problem.causes))
