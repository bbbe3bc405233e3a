using Kubeless.Functions;

public class function
{
    public object greet(Event k8Event, Context k8Context)
    {
        return Greeting.Text;
    }
}
