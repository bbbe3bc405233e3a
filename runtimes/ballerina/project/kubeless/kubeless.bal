// What functions import as kubeless/kubeless.

documentation { What the function is called for. Data are text; what is not sent is empty; extensions are the request. }
public type Event record {
    string data;
    string event_id;
    string event_type;
    string event_time;
    string event_namespace;
    any extensions;
};

documentation { What it runs in. }
public type Context record {
    string function_name;
    string time_out;
    string runtime;
    string memory_limit;
};
