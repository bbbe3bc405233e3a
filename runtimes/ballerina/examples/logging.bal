import ballerina/io;
import kubeless/kubeless;

public function handler(kubeless:Event event, kubeless:Context context) returns (string|error) {
    io:println("called with " + event.data);
    return "logged";
}
