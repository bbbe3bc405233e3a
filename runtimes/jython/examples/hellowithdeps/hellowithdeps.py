from bs4 import BeautifulSoup


def foo(event, context):
    page = "<html><head><title>hello with dependencies</title></head></html>"
    return BeautifulSoup(page, "html.parser").title.string
