package dev.dromedary.metrics;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** A list of values, as {@code custom.metrics.k8s.io} writes it in each of its versions (k8s.io/metrics, types.go). */
record MetricValues(Series series, String version, String namespace, String kind) {

    /** The document with these values, by the names of the objects they are of. */
    JsonObject list(Map<String, Double> values, Instant at) {
        JsonArray items = new JsonArray();
        values.forEach((name, value) -> items.add(item(name, value, at)));
        return new JsonObject()
                .put("kind", "MetricValueList")
                .put("apiVersion", Discovery.GROUP + "/" + version)
                .put("metadata", new JsonObject())
                .put("items", items);
    }

    private JsonObject item(String name, double value, Instant at) {
        JsonObject item = new JsonObject()
                .put(
                        "describedObject",
                        new JsonObject()
                                .put("kind", kind)
                                .put("namespace", namespace)
                                .put("name", name)
                                .put("apiVersion", "v1"))
                .put("timestamp", at.truncatedTo(ChronoUnit.SECONDS).toString())
                .put("value", quantity(value));
        return version.equals("v1beta1")
                ? item.put("metricName", series.title()).put("window", series.windowSeconds())
                : item.put("metric", new JsonObject().put("name", series.title()))
                        .put("windowSeconds", series.windowSeconds());
    }

    /** In thousandths, which is as fine as Kubernetes reads. */
    static String quantity(double value) {
        BigDecimal thousandths = BigDecimal.valueOf(value).movePointRight(3).setScale(0, RoundingMode.HALF_UP);
        BigDecimal[] whole = thousandths.divideAndRemainder(BigDecimal.valueOf(1000));
        return whole[1].signum() == 0 ? whole[0].toPlainString() : thousandths.toPlainString() + "m";
    }
}
