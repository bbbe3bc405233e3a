package io.kubeless;

public class logging {
    public String handler(Event event, Context context) {
        System.out.println("called with " + event.Data);
        return "logged";
    }
}
