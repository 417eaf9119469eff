"""Prints what Google's own client for Python reads from a Compute Engine, as JSON.

The client knows the API from the discovery document that it ships, and finds its credentials by itself.
Usage: read_back.py ADDRESS PROJECT REGION OPERATION
"""

import json
import sys

import google.auth
from google.auth.transport.requests import Request
from googleapiclient.discovery import build
from googleapiclient.errors import HttpError

address, project, region, operation = sys.argv[1:]
credentials, _ = google.auth.default(scopes=["https://www.googleapis.com/auth/compute"])
credentials.refresh(Request())
compute = build("compute", "v1", credentials=credentials, client_options={"api_endpoint": address})
where = {"project": project, "region": region}


def pages(collection, **arguments):
    """All members of a list, page by page."""
    request = collection.list(**where, **arguments)
    while request is not None:
        answer = request.execute()
        yield from answer.get("items", [])
        request = collection.list_next(request, answer)


def refusal(request):
    """What a request is refused with."""
    try:
        request.execute()
    except HttpError as error:
        return [error.status_code, error.error_details[0]["reason"], error.reason]
    return None


print(
    json.dumps(
        {
            "addresses": list(pages(compute.addresses(), maxResults=1)),
            "labelled": list(pages(compute.forwardingRules(), filter="labels.team = shop")),
            "rules": list(pages(compute.forwardingRules(), maxResults=2)),
            "everywhere": compute.forwardingRules().aggregatedList(project=project).execute()["items"],
            "operation": compute.regionOperations().wait(**where, operation=operation).execute(),
            "missing": refusal(compute.addresses().get(**where, address="none")),
            "host": compute.projects().getXpnHost(project=project).execute(),
        }
    )
)
