package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kubernetes' own description of its objects, as the classes that the Kubernetes project generates from it. They know
 * every field of it and which are required, and refuse others: what an API server with strict field validation does.
 * What they would quietly turn into something else (a number for a text) shows as a difference after reading and
 * writing.
 */
final class ApiModel {
    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 Namespace", V1Namespace.class,
            "v1 ServiceAccount", V1ServiceAccount.class,
            "v1 ConfigMap", V1ConfigMap.class,
            "v1 Service", V1Service.class,
            "apps/v1 StatefulSet", V1StatefulSet.class,
            "apps/v1 Deployment", V1Deployment.class,
            "batch/v1 Job", V1Job.class,
            "policy/v1 PodDisruptionBudget", V1PodDisruptionBudget.class,
            "networking.k8s.io/v1 NetworkPolicy", V1NetworkPolicy.class,
            "autoscaling/v2 HorizontalPodAutoscaler", V2HorizontalPodAutoscaler.class);

    private ApiModel() {}

    /** What is wrong with an object; empty where nothing is. */
    static Optional<String> problem(JsonNode object) {
        String kind =
                object.path("apiVersion").asText() + " " + object.path("kind").asText();
        Class<?> model = KINDS.get(kind);
        if (model == null) {
            return Optional.of(kind + " is no known kind");
        }
        JsonElement given = JsonParser.parseString(object.toString());
        try {
            model.getMethod("validateJsonElement", JsonElement.class).invoke(null, given);
            JsonElement read = JSON.getGson().toJsonTree(JSON.getGson().fromJson(given, model));
            return difference("", given, read);
        } catch (InvocationTargetException e) {
            return Optional.of(String.valueOf(e.getCause().getMessage()));
        } catch (JsonSyntaxException | IllegalArgumentException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Where what was read lacks something of what was given, or has it otherwise. */
    private static Optional<String> difference(String path, JsonElement given, JsonElement read) {
        if (given.isJsonObject() && read.isJsonObject()) {
            return given.getAsJsonObject().entrySet().stream()
                    .flatMap(entry -> {
                        String below = path + "/" + entry.getKey();
                        JsonElement found = read.getAsJsonObject().get(entry.getKey());
                        return (found == null
                                        ? Optional.of(below + " is lost")
                                        : difference(below, entry.getValue(), found))
                                .stream();
                    })
                    .findFirst();
        }
        if (given.isJsonArray() && read.isJsonArray()) {
            List<JsonElement> left = given.getAsJsonArray().asList();
            List<JsonElement> right = read.getAsJsonArray().asList();
            for (int i = 0; i < left.size() && left.size() == right.size(); i++) {
                Optional<String> problem = difference(path + "/" + i, left.get(i), right.get(i));
                if (problem.isPresent()) {
                    return problem;
                }
            }
            return left.size() == right.size() ? Optional.empty() : Optional.of(path + " has lost elements");
        }
        return given.equals(read) ? Optional.empty() : Optional.of(path + ": got " + given + ", expected " + read);
    }
}
