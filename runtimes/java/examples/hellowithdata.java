package io.kubeless;

public class hellowithdata {
    public String handler(Event event, Context context) {
        System.out.println(event.Data);
        return event.Data;
    }
}
