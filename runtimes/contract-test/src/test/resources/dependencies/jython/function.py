import greeting


def greet(event, context):
    return greeting.TEXT
