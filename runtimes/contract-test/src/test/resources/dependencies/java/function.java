package io.kubeless;

import dev.dromedary.greeting.Greeting;

public class function {
    public String greet(Event event, Context context) {
        return Greeting.text();
    }
}
