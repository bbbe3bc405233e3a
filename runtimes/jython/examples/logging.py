def handler(event, context):
    print "called with " + event["data"]
    return "logged"
