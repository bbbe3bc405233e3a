def handler(event, context):
    for number in range(3):
        yield "piece %d\n" % number
