import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;

/** A server that can only say hello, on Vert.x' event loops. Argument: port. */
public final class Bare extends AbstractVerticle {

    private final int port;

    private Bare(int port) {
        this.port = port;
    }

    public static void main(String[] arguments) {
        int loops = 2 * Runtime.getRuntime().availableProcessors();
        Vertx.vertx(new VertxOptions().setPreferNativeTransport(true))
                .deployVerticle(() -> new Bare(Integer.parseInt(arguments[0])), new DeploymentOptions().setInstances(loops));
    }

    @Override
    public void start() {
        vertx.createHttpServer().requestHandler(request -> request.response().end("hello world")).listen(port, "127.0.0.1");
    }
}
