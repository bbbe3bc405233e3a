package io.kubeless;

import org.joda.time.LocalDate;

public class hellowithdeps {
    public String handler(Event event, Context context) {
        return "today is " + LocalDate.now();
    }
}
