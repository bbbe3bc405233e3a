package dev.dromedary.crd;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * What the reconciler knows of a Function.
 *
 * @param observedGeneration the {@code metadata.generation} this status speaks of
 * @param runtime what the function really runs on, such as {@code python3.11}; {@code null}: not known yet
 * @param address the URL of the function's Service inside the cluster; {@code null}: none yet
 * @param replicas pods wanted
 * @param readyReplicas pods that answered and serve the present code
 * @param image the image made of the function; {@code null}: none is
 * @param conditions {@code Ready} first, then what it rests on
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FunctionStatus(
        Long observedGeneration,
        String runtime,
        String address,
        Integer replicas,
        Integer readyReplicas,
        FunctionImage image,
        List<Condition> conditions) {}
