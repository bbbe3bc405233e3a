package io.kubeless;

public class helloget {
    public String foo(Event event, Context context) {
        return "hello world";
    }
}
