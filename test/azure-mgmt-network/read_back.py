"""Prints what Azure's own SDK for Python reads from a Resource Manager, as JSON.

Finds the Resource Manager and its credentials in the environment. `problems` names what the SDK's models do not know: fields, and
values of enumerations.
Usage: read_back.py GROUP ENDPOINT NETWORK SCALE_SET
"""

import enum
import json
import os
import sys
import typing

from azure.core.exceptions import ResourceNotFoundError
from azure.identity import EnvironmentCredential
from azure.mgmt.network import NetworkManagementClient, models

group, name, network_name, scale_set = sys.argv[1:]
# The newest version that the fake has, which is older than the SDK.
VERSION = {"params": {"api-version": "2025-05-01"}}
problems = []


def enumeration(hint):
    """The values of a field that is of an enumeration."""
    for part in typing.get_args(hint):
        if isinstance(part, type) and issubclass(part, enum.Enum):
            return [member.value for member in part]
        if typing.get_args(part):
            return enumeration(part)
    return None


def check(where, value):
    """Notes what the models do not know of a value, and returns it as plain JSON."""
    if isinstance(value, list):
        return [check(f"{where}[{index}]", item) for index, item in enumerate(value)]
    if not hasattr(value, "_attr_to_rest_field"):
        return value
    fields = {field._rest_name: attribute for attribute, field in value._attr_to_rest_field.items()}
    hints = typing.get_type_hints(type(value), localns={"_models": models})
    for field, raw in value.items():
        if field not in fields:
            problems.append(f"{where}.{field} is unknown to {type(value).__name__}")
            continue
        member = getattr(value, fields[field])
        known = enumeration(hints.get(fields[field]))
        if known is not None and raw is not None and raw not in known:
            problems.append(f"{where}.{field} is {raw!r}, which is none of {known}")
        check(f"{where}.{field}", member)
    return value.as_dict()


credential = EnvironmentCredential(authority=os.environ["AZURE_AUTHORITY_HOST"], disable_instance_discovery=True)
client = NetworkManagementClient(
    credential,
    os.environ["AZURE_SUBSCRIPTION_ID"],
    base_url=os.environ["AZURE_RESOURCE_MANAGER_ENDPOINT"],
    credential_scopes=["https://management.azure.com/.default"],
)
endpoint = client.private_endpoints.get(group, name, **VERSION)
interface = client.network_interfaces.get(group, endpoint.properties.network_interfaces[0].id.split("/")[-1], **VERSION)
read = {
    "endpoint": check("endpoint", endpoint),
    "interface": check("interface", interface),
    "network": check("network", client.virtual_networks.get(group, network_name, **VERSION)),
    "listed": [each.name for each in client.private_endpoints.list(group, **VERSION)],
    "everywhere": [each.name for each in client.private_endpoints.list_by_subscription(**VERSION)],
    "node": [
        check("node", each)
        for each in client.network_interfaces.list_virtual_machine_scale_set_vm_network_interfaces(
            *scale_set.split(" "), "0", params={"api-version": "2018-10-01"}
        )
    ],
}

wanted = {
    "location": endpoint.location,
    "properties": {
        "subnet": {"id": endpoint.properties.subnet.id},
        "manualPrivateLinkServiceConnections": [
            {
                "name": "by-python",
                "properties": {
                    "privateLinkServiceId": endpoint.properties.manual_private_link_service_connections[
                        0
                    ].private_link_service_id
                },
            }
        ],
    },
}
made = client.private_endpoints.begin_create_or_update(group, "by-python", wanted, **VERSION).result()
client.private_endpoints.begin_delete(group, "by-python", **VERSION).result()
try:
    client.private_endpoints.get(group, "by-python", **VERSION)
    gone = None
except ResourceNotFoundError as error:
    gone = error.error.code
print(json.dumps({**read, "made": made.provisioning_state, "gone": gone, "problems": problems}, default=str))
