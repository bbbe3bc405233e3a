using System;
using System.Threading.Tasks;
using Kubeless.Functions;

public class hellowithdata
{
    public Task<object> handler(Event k8Event, Context k8Context)
    {
        Console.WriteLine(k8Event.Data);
        return Task.FromResult(k8Event.Data);
    }
}
