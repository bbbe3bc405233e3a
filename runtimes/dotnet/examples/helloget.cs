using System.Threading.Tasks;
using Kubeless.Functions;

public class helloget
{
    public async Task<object> foo(Event k8Event, Context k8Context)
    {
        return await Task.FromResult("hello world");
    }
}
