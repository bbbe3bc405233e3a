import ballerina/runtime;
import kubeless/kubeless;

public function handler(kubeless:Event event, kubeless:Context context) returns (string|error) {
    int seconds = check <int>event.data;
    runtime:sleep(seconds * 1000);
    return "slept";
}
