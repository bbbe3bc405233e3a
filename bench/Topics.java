import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** Makes topics of one partition each: {@code Topics BROKER PREFIX COUNT}; their names end in numbers from 0. */
final class Topics {

    private static final int AT_A_TIME = 100;

    private Topics() {}

    public static void main(String[] arguments) throws Exception {
        int count = Integer.parseInt(arguments[2]);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", arguments[0]))) {
            for (int from = 0; from < count; from += AT_A_TIME) {
                List<NewTopic> topics = new ArrayList<>();
                for (int i = from; i < Math.min(count, from + AT_A_TIME); i++) {
                    topics.add(new NewTopic(arguments[1] + i, Optional.of(1), Optional.empty()));
                }
                admin.createTopics(topics).all().get();
            }
        }
    }
}
