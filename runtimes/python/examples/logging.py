def handler(event, context):
    print("called with " + event["data"].decode())
    return "logged"
