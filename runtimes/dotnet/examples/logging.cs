using System;
using Kubeless.Functions;

public class logging
{
    public object handler(Event k8Event, Context k8Context)
    {
        Console.WriteLine("called with " + k8Event.Data);
        return "logged";
    }
}
