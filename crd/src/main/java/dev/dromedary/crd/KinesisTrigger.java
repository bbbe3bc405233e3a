package dev.dromedary.crd;

import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;

/** Records of a Kinesis stream are handed to a function. */
@Group(Kind.GROUP)
@Version(Kind.VERSION)
@AdditionalPrinterColumn(name = "Function", jsonPath = ".spec.function-name")
@AdditionalPrinterColumn(name = "Stream", jsonPath = ".spec.stream")
@AdditionalPrinterColumn(name = "Ready", jsonPath = ".status.conditions[?(@.type=='Ready')].status")
@AdditionalPrinterColumn(name = "Reason", jsonPath = ".status.conditions[?(@.type=='Ready')].reason", priority = 1)
@AdditionalPrinterColumn(
        name = "Age",
        jsonPath = ".metadata.creationTimestamp",
        type = AdditionalPrinterColumn.Type.DATE)
public class KinesisTrigger extends CustomResource<KinesisTriggerSpec, TriggerStatus> implements Namespaced {}
