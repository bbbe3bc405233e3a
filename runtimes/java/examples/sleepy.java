package io.kubeless;

/** Takes as many seconds as the data say: with more than the function's timeout, callers get 408. */
public class sleepy {
    public String handler(Event event, Context context) throws InterruptedException {
        Thread.sleep((long) (Double.parseDouble(event.Data) * 1000));
        return "slept";
    }
}
