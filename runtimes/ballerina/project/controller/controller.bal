// The service that calls the function, for the front (runtimes/front/PROTOCOL.md, "With --service").
import ballerina/config;
import ballerina/http;
import kubeless/func;
import kubeless/kubeless;

endpoint http:Listener door {
    host: "127.0.0.1",
    port: config:getAsInt("SERVICE_PORT", default = 8090)
};

function header(http:Request request, string name) returns string {
    return request.hasHeader(name) ? request.getHeader(name) : "";
}

function text(http:Request request) returns string {
    match request.getPayloadAsString() {
        string body => return body;
        error none => return "";
    }
}

function answered(http:Request request, http:Response answer) {
    kubeless:Event event = {
        data: text(request),
        event_id: header(request, "event-id"),
        event_type: header(request, "event-type"),
        event_time: header(request, "event-time"),
        event_namespace: header(request, "event-namespace"),
        extensions: request
    };
    kubeless:Context context = {
        function_name: config:getAsString("FUNC_HANDLER"),
        time_out: config:getAsString("FUNC_TIMEOUT"),
        runtime: config:getAsString("FUNC_RUNTIME"),
        memory_limit: config:getAsString("FUNC_MEMORY_LIMIT")
    };
    match func:HANDLER(event, context) {
        string result => answer.setTextPayload(untaint result);
        error reason => {
            answer.statusCode = 500;
            answer.setTextPayload(untaint reason.message);
        }
    }
}

@http:ServiceConfig { basePath: "/" }
service<http:Service> controller bind door {

    @http:ResourceConfig { path: "/*" }
    call(endpoint caller, http:Request request) {
        http:Response answer = new;
        if (request.method == "GET" && request.rawPath == "/healthz") {
            answer.setTextPayload("OK");
        } else {
            answered(request, answer);
        }
        _ = caller->respond(answer);
    }
}
