"""What an order will cost, known before it is placed: pure rules, exact to the last digit."""
