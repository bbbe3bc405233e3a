package dev.dromedary.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.util.JsonParserDelegate;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;

/**
 * The client of the programs. It reads whatever an API server stores: with Jackson's own limits one object whose keys are
 * nested deeper than 1,000, or longer than 50,000 characters, spoils each list and watch that it stands in, and so the
 * objects of everybody else.
 */
public final class Connection {

    /** What is nested deeper reads as empty: no object that anybody carries out is so deep ({@code StrictReader}). */
    static final int DEEPEST = 200;

    /** No limits but {@link #DEEPEST}: an object is no larger than etcd lets it be. */
    static final StreamReadConstraints ANY = StreamReadConstraints.builder()
            .maxNestingDepth(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();

    private Connection() {}

    /**
     * A client of the API server that the environment names, as kubectl or a pod finds it. It sends nothing a second time by
     * itself: between two attempts this copy may have ceased to lead, and the client would not know.
     */
    public static KubernetesClient open() {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.autoConfigure(null))
                        .withRequestRetryBackoffLimit(0)
                        .build())
                .withKubernetesSerialization(serialization())
                .build();
    }

    static KubernetesSerialization serialization() {
        return new KubernetesSerialization(new ObjectMapper(new ShallowFactory()), true);
    }

    /** Gives parsers that leave out what is too deep. */
    private static final class ShallowFactory extends JsonFactory {
        private static final long serialVersionUID = 1;

        ShallowFactory() {
            _streamReadConstraints = ANY;
        }

        @Override
        protected JsonParser _createParser(InputStream in, IOContext context) throws IOException {
            return new ShallowParser(super._createParser(in, context));
        }

        @Override
        protected JsonParser _createParser(Reader reader, IOContext context) throws IOException {
            return new ShallowParser(super._createParser(reader, context));
        }

        @Override
        protected JsonParser _createParser(byte[] data, int offset, int length, IOContext context) throws IOException {
            return new ShallowParser(super._createParser(data, offset, length, context));
        }

        @Override
        protected JsonParser _createParser(char[] data, int offset, int length, IOContext context, boolean recyclable)
                throws IOException {
            return new ShallowParser(super._createParser(data, offset, length, context, recyclable));
        }
    }

    private static final class ShallowParser extends JsonParserDelegate {

        ShallowParser(JsonParser parser) {
            super(parser);
        }

        @Override
        public JsonToken nextToken() throws IOException {
            JsonToken token = currentToken();
            if (token != null && token.isStructStart() && getParsingContext().getNestingDepth() >= DEEPEST) {
                skipChildren();
                return currentToken();
            }
            return super.nextToken();
        }

        @Override
        public JsonToken nextValue() throws IOException {
            JsonToken token = nextToken();
            return token == JsonToken.FIELD_NAME ? nextToken() : token;
        }
    }
}
