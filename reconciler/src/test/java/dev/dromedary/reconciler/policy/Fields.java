package dev.dromedary.reconciler.policy;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields of Kubernetes' objects, as fabric8's classes know them, to hold the lines of an allow-list against. */
record Fields(JavaType type) {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern ALTERNATIVES = Pattern.compile("\\(([^)]*)\\)");

    static Fields of(Class<?> type) {
        return new Fields(MAPPER.constructType(type));
    }

    /** The first step of a line's path that is no field; empty: all are. */
    Optional<String> problem(String line) {
        String path = line.replaceFirst("^[~-] ", "").split("\\s+", 2)[0];
        Matcher alternatives = ALTERNATIVES.matcher(path);
        if (alternatives.find()) {
            for (String one : alternatives.group(1).split("\\|", -1)) {
                String single = path.substring(0, alternatives.start()) + one + path.substring(alternatives.end());
                Optional<String> problem = problem(single);
                if (problem.isPresent()) {
                    return problem;
                }
            }
            return Optional.empty();
        }
        JavaType at = type;
        for (String step : path.replace("[]", ".[]").split("\\.", -1)) {
            if (step.equals("**")) {
                return Optional.empty();
            }
            Optional<JavaType> next = next(at, step);
            if (next.isEmpty()) {
                return Optional.of(step + " in " + line);
            }
            at = next.get();
        }
        return Optional.empty();
    }

    private static Optional<JavaType> next(JavaType at, String step) {
        if (step.equals("[]")) {
            return Optional.of(at).filter(JavaType::isCollectionLikeType).map(JavaType::getContentType);
        }
        if (at.isMapLikeType()) {
            return Optional.of(at).filter(map -> step.equals("*")).map(JavaType::getContentType);
        }
        if (step.equals("*")) {
            return Optional.of(MAPPER.constructType(Object.class));
        }
        return MAPPER.getSerializationConfig().introspect(at).findProperties().stream()
                .filter(property -> property.getName().equals(step))
                .findFirst()
                .map(BeanPropertyDefinition::getPrimaryType);
    }
}
