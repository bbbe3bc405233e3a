"""The reconciler as a process of the bench."""

import os

from app import JAVA, App
from apiserver import HOUSE

APP = os.environ.get("RECONCILER_APP", f"{HOUSE}/reconciler/target/quarkus-app")  # another build, to compare
LIMIT = "384m"  # the pod's memory limit (kustomize/base)

__all__ = ["APP", "JAVA", "Reconciler"]


class Reconciler(App):
    """Started by `start`, and led by `await_leading`; one at a time."""

    def __init__(self, server, namespace, folder):
        environment = {"KUBECONFIG": server.kubeconfig, "DROMEDARY_FUNCTIONS_NAMESPACE": namespace, "DROMEDARY_IDENTITY": "bench"}
        super().__init__("reconciler", APP, LIMIT, environment, folder)

    def train(self, work):
        super().train(lambda: (self.await_leading(), work()))

    def await_leading(self, seconds=60):
        self.await_ready()
        self.until(lambda: "leading=true" in self.log(), seconds, "does not lead")
